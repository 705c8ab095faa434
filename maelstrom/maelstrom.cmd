@echo off
rem Untested. The workbench with Maelstrom's command line: maelstrom\maelstrom test -w echo ...
rem With --engine simulation and --bin class:NAME nothing else is needed; a process for --bin must be
rem something that Windows can start, such as maelstrom\node.cmd.
setlocal
set java=java
if defined JAVA_HOME set java="%JAVA_HOME%\bin\java"
%java% -XX:+UseSerialGC -cp "%~dp0..\target\glomers.jar" glomers.cli.WorkbenchMain %*
