/** Offers a file as a browser download. */
export function download(name: string, content: Uint8Array | string, type: string): void {
  const url = URL.createObjectURL(new Blob([content as BlobPart], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download holds its own reference by the next task.
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
