import os from 'node:os'

export default (): string => os.hostname()
