@echo off
rem The Makefile's two main targets on Windows: `.\make run [photo]` and `.\make test`.
setlocal
cd /d "%~dp0"
set PY=.venv\Scripts\python.exe
rem What was installed from this very pyproject.toml is ready.
fc /b pyproject.toml .venv\.facet-ready >nul 2>nul && goto ready

where uv >nul 2>nul
if errorlevel 1 goto pip
if not exist %PY% uv venv --python ">=3.11,<3.14" .venv || exit /b 1
uv pip install --python %PY% --group dev --editable . || exit /b 1
goto done

:pip
if not exist %PY% py -3.13 -m venv .venv 2>nul || py -3.12 -m venv .venv 2>nul || py -3.11 -m venv .venv 2>nul
if not exist %PY% (
    echo Facet needs Python 3.11, 3.12 or 3.13. Install one from https://www.python.org and try again.
    exit /b 1
)
%PY% -m pip --version >nul 2>nul || %PY% -m ensurepip --default-pip >nul
%PY% -m pip install --quiet --upgrade "pip>=25.1" || exit /b 1
%PY% -m pip install --group dev --editable . || exit /b 1

:done
copy /y pyproject.toml .venv\.facet-ready >nul

:ready
if "%~1"=="test" (
    %PY% -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --max-worker-restart 0
) else if "%~1"=="run" (
    .venv\Scripts\facet.exe %2
) else (
    echo .\make run [photo]   opens the window
    echo .\make test          runs the tests
    exit /b 2
)
