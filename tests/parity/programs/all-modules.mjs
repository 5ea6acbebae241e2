// Every module that is offered can be imported with all of its names (`console` has more where there is an inspector).
const names = ['assert', 'assert/strict', 'async_hooks', 'buffer', 'constants', 'dgram', 'diagnostics_channel', 'dns', 'dns/promises', 'events', 'net', 'os', 'path', 'path/posix', 'path/win32', 'perf_hooks', 'process', 'querystring', 'readline', 'readline/promises', 'stream', 'stream/consumers', 'stream/promises', 'stream/web', 'string_decoder', 'timers', 'timers/promises', 'tty', 'url', 'util', 'util/types']
for (const name of names) {
  const module = await import(`node:${name}`)
  const keys = Object.keys(module).filter((key) => name !== 'process')
  console.log(name, keys.length, keys.map((key) => `${key}:${typeof module[key]}`).join(' '))
}
