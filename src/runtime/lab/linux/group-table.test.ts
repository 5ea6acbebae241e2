import { expect, test } from 'vitest'
import { readGroupTables } from './group-table.ts'

const TABLES = {
  igmp: `Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter
1\tlo        :     1      V3
\t\t\t\t010000E0     1 0:00000000\t\t0
2\teth0      :     2      V3
\t\t\t\t030201EF     1 0:00000000\t\t0
\t\t\t\t010000E0     1 0:00000000\t\t0
`,
  igmp6: `1    lo              ff020000000000000000000000000001     1 0000000C 0
2    eth0            ff150000000000000000000000000007     1 00000004 0
2    eth0            ff0200000000000000000001ff000001     1 00000004 0
`,
  mcfilter: `Idx Device        MCA        SRC    INC    EXC
  2   eth0 0xef010203 0x0a000001      1      0
`,
  mcfilter6: `Idx Device                Multicast Address                   Source Address    INC    EXC
  2   eth0 ff150000000000000000000000000007 20010db8000000000000000000000001      0      1
`,
}

test('the groups that sockets joined, with their lists of sources', () => {
  expect(readGroupTables((name) => TABLES[name])).toEqual([
    { group: '239.1.2.3', iface: 'eth0', mode: 'include', sources: ['10.0.0.1'] },
    { group: 'ff15::7', iface: 'eth0', mode: 'exclude', sources: ['2001:db8::1'] },
  ])
})
