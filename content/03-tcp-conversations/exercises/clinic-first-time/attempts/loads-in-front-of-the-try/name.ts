import { hostname } from 'node:os'

export default (): string => hostname()
