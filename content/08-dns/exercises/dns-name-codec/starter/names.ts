/** A name as labels with their lengths, ended by the empty label (RFC 1035, 3.1). */
export function encodeName(name: string): Uint8Array {
  const labels = name.split('.')
  console.log(labels)
  // Your turn: a length in front of each label, and a zero at the end. Which texts are no names?
  return new Uint8Array()
}

/** The name that begins at `offset`, and where the message goes on after it. */
export function decodeName(message: Uint8Array, offset: number): { name: string; next: number } {
  console.log(message.subarray(offset))
  return { name: '.', next: offset }
}

/** Whether two texts mean one name. */
export function sameName(a: string, b: string): boolean {
  return a === b
}

/** Puts a message together, and names into it as short as they can be. */
export class MessageWriter {
  bytes(data: Uint8Array): void {
    console.log(data.length, 'bytes')
  }

  name(name: string): void {
    this.bytes(encodeName(name))
  }

  message(): Uint8Array {
    return new Uint8Array()
  }
}
