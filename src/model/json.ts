/** JSON data as it comes from a server. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
