// How often a loop runs, hidden from drivers: those that can bound the number unroll the loop, and then some take seconds to compile it.

// `count`; `rows` may be any number that only the device knows, below 2^31.
fn turns(count: u32, rows: u32) -> u32 { return count + (rows >> 31u); }
