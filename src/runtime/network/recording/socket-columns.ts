import { columnNames, type TABLES } from './table.ts'

/** Index of each column of the socket table, which is written with every packet. */
export const SOCKET_COLUMNS = Object.fromEntries(columnNames('sockets').map((name, i) => [name, i])) as Record<
  keyof typeof TABLES.sockets,
  number
>
