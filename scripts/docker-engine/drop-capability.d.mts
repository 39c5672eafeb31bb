export function withoutCapability(text: string, capability: string): string;
