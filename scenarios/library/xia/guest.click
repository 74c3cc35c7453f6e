// A virtual machine's network: one Ethernet port, eth0, whose other end is a host's vm port, and a stack.
//
// Variables, given by whoever runs the node (docs/graphs-xia.md):
//   $hid      the machine's HID, HID:40hex: the hash of its owner's key. The environment's credentials hold the session
//             key and delegation of the host on which it runs now
//   $ad       the domain in which it is now, AD:40hex
//   $gateway  the HID of that domain's router, HID:40hex
//   $mac      the machine's Ethernet address, which it keeps when it moves
//   $stack    the name of its stack in the environment (default host)
//   $mtu      the longest XIP packet of the stack (default 1500)
//   $announce false: the machine does not announce itself when the graph starts (default true)
//   $stackless true: the graph does without its stack, as under xia click (default false)
//
// Handlers to use: responder.announce; arp.table, arp.messages; rt.set (another gateway); in.count, out.count (frames).
// After a move, write to responder.announce: neighbours and the router learn where the machine is.

// The machine's own packets: everything elsewhere is behind the gateway.
//   output 0  itself    1  the link    2  no way    3  no hops left
rt :: LookupXIARoute($hid local, AD:- 1 $gateway, HID:- 1 $gateway);
Idle -> [0] rt;	// a machine passes nothing on

// Packets to the machine. Which services it has, its stack knows.
//   output 0  itself    1  not for us    2  no hops left
local :: LookupXIARoute($ad local, $hid local, SID:- local-below-host);

stack :: HostStack(${stack-host}, MTU ${mtu-1500}, ALLOW_NONEXISTENT ${stackless-false}) -> [1] rt;
local [0] -> stack;
rt [0] -> stack;
local [1] -> XCMPError(RE $ad $hid, unreachable, 0) -> [1] rt;
local [2] -> Discard;
rt [2] -> XCMPError(RE $ad $hid, unreachable, 0) -> [1] rt;
rt [3] -> XCMPError(RE $ad $hid, timeexceeded, 0) -> [1] rt;

// Neighbours on the link, resolved by signed XARP.
arp :: XARPQuerier($hid, $mac);
frames :: Classifier(12/C0DE, 12/9990, -);
both :: Tee;
out :: ToDevice(eth0, ALLOW_NONEXISTENT true);
in :: FromDevice(eth0, ALLOW_NONEXISTENT true) -> HostEtherFilter($mac) -> frames;
frames [0] -> Strip(14) -> CheckXIAHeader -> local;
frames [1] -> both;
frames [2] -> Discard;
both [0] -> [1] arp;
both [1] -> responder :: XARPResponder($mac, $hid, ANNOUNCE ${announce-true}) -> out;
rt [1] -> [0] arp [0] -> out;
arp [1] -> XCMPError(RE $ad $hid, unreachable, 1) -> [1] rt;
