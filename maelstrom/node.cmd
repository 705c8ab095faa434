@echo off
rem Untested. A node on stdin and stdout: maelstrom\node broadcast --rung robust
setlocal
set java=java
if defined JAVA_HOME set java="%JAVA_HOME%\bin\java"
%java% -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "%~dp0..\target\glomers.jar" glomers.launch.NodeMain %*
