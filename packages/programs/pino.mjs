import pino from 'pino'

const log = pino({ base: { app: 'demo' }, timestamp: false, redact: ['user.password'] })
log.info('hello')
log.debug('not shown')
log.warn({ user: { name: 'Ada', password: 'secret' } }, 'user %s', 'Ada')
log.child({ request: 7 }).error(Object.assign(new Error('broken on purpose'), { stack: 'a stack' }))
const lines = []
const own = pino(
  {
    level: 'trace',
    base: null,
    timestamp: pino.stdTimeFunctions.epochTime,
    formatters: { level: (label) => ({ level: label }) },
  },
  { write: (line) => lines.push(JSON.parse(line)) },
)
own.trace({ big: 10n, date: new Date(0) })
log.info({ logged: { ...lines[0], time: typeof lines[0].time } })
