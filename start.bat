@echo off
rem Double-click this file to start the kit on Windows. It looks for Python and hands over to start.py.
setlocal
pushd "%~dp0"
if not exist "start.py" (
    echo The rest of the kit is not beside this file. If it came as a zip: right-click the zip, choose
    echo "Extract All", and double-click start.bat in the new folder.
    goto failed
)
set "PYTHON="
py -3 -c "import sys" >nul 2>nul && set "PYTHON=py -3"
if not defined PYTHON python -c "import sys" >nul 2>nul && set "PYTHON=python"
if not defined PYTHON (
    echo This computer has no Python yet. Get Python 3.12 or newer from python.org, install it with the tick
    echo at "Add python.exe to PATH", then double-click start.bat again.
    goto failed
)
%PYTHON% start.py %*
if not "%ERRORLEVEL%"=="0" goto failed
popd
exit /b 0

:failed
rem The window stays open, so that the sentence above can be read.
echo.
pause
popd
exit /b 1
