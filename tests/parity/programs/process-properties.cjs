console.log(
  process.version,
  process.platform,
  process.arch,
  process.argv0,
  process.title,
  process.release.name,
  typeof process.pid,
  process.execArgv,
)
console.log(
  process.uptime() < 5,
  typeof process.hrtime.bigint(),
  process.hrtime().length,
  Object.keys(process.memoryUsage()),
  process.exitCode,
)
console.log(
  typeof process.env.HOME,
  process.env.NOPE,
  'NOPE' in process.env,
  process.cwd() === __dirname || true,
  process.stdout.isTTY,
  process.stdin.isTTY,
)
console.log(process.listenerCount('exit'), process.emitWarning.length, process.umask() >= 0, process.getuid() >= 0)
console.log(
  String(process),
  Object.prototype.toString.call(process),
  process instanceof require('events'),
  process.features.typescript,
  process.config.variables !== undefined,
)
try {
  process.kill(process.pid, 'SIGNOPE')
} catch (error) {
  console.log(error.code, error.message)
}
try {
  process.exitCode = 'abc'
} catch (error) {
  console.log(error.code)
}
console.log(process.kill(process.pid, 0))
