import { hostName } from 'node:os'

export default (): string => hostName()
