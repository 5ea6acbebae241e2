// BlockList: addresses, ranges and subnets of both families, as rules and as inspected.
const { BlockList, SocketAddress, isIP, isIPv4, isIPv6 } = require('net')
const list = new BlockList()
list.addAddress('123.123.123.123')
list.addRange('10.0.0.1', '10.0.0.10')
list.addSubnet('8592:757c:efae:4e45::', 64, 'ipv6')
list.addSubnet('192.168.0.0', 16)
console.log(list.rules)
for (const [address, family] of [['123.123.123.123'], ['10.0.0.3'], ['10.0.0.11'], ['192.168.9.1'], ['222.111.111.222'], ['8592:757c:efae:4e45:0:0:0:1', 'ipv6'], ['::ffff:7b7b:7b7b', 'ipv6'], ['::ffff:123.123.123.123', 'ipv6']])
  console.log(address, list.check(address, family))
console.log(list, BlockList.isBlockList(list), BlockList.isBlockList({}))
const address = new SocketAddress({ address: '::1', port: 443, family: 'ipv6', flowlabel: 7 })
console.log(address, address.address, address.family, address.toJSON())
console.log(SocketAddress.parse('1.2.3.4:80'), SocketAddress.parse('[::1]:81')?.port, SocketAddress.parse('nonsense'))
for (const wrong of [() => list.addRange('10.0.0.9', '10.0.0.1'), () => list.addSubnet('1.2.3.4', 33), () => list.addAddress('x'), () => list.check(1), () => new SocketAddress({ port: 70000 })]) {
  try {
    wrong()
  } catch (error) {
    console.log(error.code, error.message)
  }
}
console.log(['1.2.3.4', '01.2.3.4', '1.2.3', '::', '::1%eth0', '1::2::3', '', null, 12].map((text) => [text, isIP(text), isIPv4(text), isIPv6(text)].join(' ')))
