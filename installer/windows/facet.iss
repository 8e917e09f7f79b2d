; Inno Setup's script for Windows: iscc /DVersion=0.1.0 /DFlavour=viewer /DProgram=dist\viewer\facet installer\windows\facet.iss
#define Root "..\.."

[Setup]
AppId=Facet
AppName=Facet
AppVersion={#Version}
AppPublisher=The Facet authors
DefaultDirName={autopf}\Facet
DefaultGroupName=Facet
DisableProgramGroupPage=yes
LicenseFile={#Root}\LICENSE
OutputDir={#Root}\dist
OutputBaseFilename=facet-{#Flavour}-{#Version}-setup
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
ChangesAssociations=yes
UninstallDisplayIcon={app}\facet.exe

[Files]
Source: "{#Root}\{#Program}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs

[Icons]
Name: "{autoprograms}\Facet"; Filename: "{app}\facet.exe"

[Registry]
; Under "Open with", beside what opens photos already.
Root: HKA; Subkey: "Software\Classes\Applications\facet.exe\shell\open\command"; ValueType: string; ValueData: """{app}\facet.exe"" ""%1"""; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\facet.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "Facet"; Flags: uninsdeletekey
#define Suffix(str Kind) "Root: HKA; Subkey: ""Software\Classes\Applications\facet.exe\SupportedTypes""; ValueType: string; ValueName: ""." + Kind + """; ValueData: """"; Flags: uninsdeletekey"
#emit Suffix("avif")
#emit Suffix("bmp")
#emit Suffix("gif")
#emit Suffix("heic")
#emit Suffix("heif")
#emit Suffix("jpeg")
#emit Suffix("jpg")
#emit Suffix("png")
#emit Suffix("tif")
#emit Suffix("tiff")
#emit Suffix("webp")
