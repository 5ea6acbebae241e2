export declare const PINNED_VERSION: string
export declare function pinnedPackage(): string
export declare function pinnedNode(): string | null
