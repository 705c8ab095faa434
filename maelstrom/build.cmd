@echo off
rem Untested. Builds target\glomers.jar. Needs a JDK 21 or newer in JAVA_HOME, and Maven on PATH.
cd /d "%~dp0.."
call mvn -B -ntp -q -Dmaven.test.skip=true package
