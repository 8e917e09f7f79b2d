from __future__ import annotations

from desktop.app.start import main

raise SystemExit(main())
