/** What `names.ts` exports. The prompt shows this. */
export declare function encodeName(name: string): Uint8Array
export declare function decodeName(message: Uint8Array, offset: number): { name: string; next: number }
export declare function sameName(a: string, b: string): boolean
export declare class MessageWriter {
  constructor()
  bytes(data: Uint8Array): void
  name(name: string): void
  message(): Uint8Array
}
