import { Buffer, resolveObjectURL } from 'node:buffer'
const blob = new Blob(['héllo ', new Uint8Array([119, 111]), new Blob(['rld'])], { type: 'Text/Plain' })
console.log(blob, await blob.text(), (await blob.arrayBuffer()).byteLength)
console.log(await blob.slice(1, -3).text(), blob.slice(-3, 100, 'x/y'))
const pieces = []
for await (const piece of blob.stream()) pieces.push(Buffer.from(piece).toString())
console.log(pieces.join('|'))
const url = URL.createObjectURL(blob)
console.log(url.replace(/[-\w]+$/, 'ID'), await resolveObjectURL(url).text())
URL.revokeObjectURL(url)
console.log(resolveObjectURL(url))
const file = new File(['x\r\ny'], 'a.txt', { endings: 'native', lastModified: 5 })
console.log(file, await file.text())
console.log(await structuredClone(blob).text())
