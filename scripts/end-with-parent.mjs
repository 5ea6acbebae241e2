// Loaded before a script that `runScript` starts: when the starting process is gone, so is this one.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
