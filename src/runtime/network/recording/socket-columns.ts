import { columnNames, type TABLES } from './table.ts'

/** The place of each column of the table of sockets, which is filled with every packet. */
export const SOCKET_COLUMNS = Object.fromEntries(columnNames('sockets').map((name, i) => [name, i])) as Record<
  keyof typeof TABLES.sockets,
  number
>
