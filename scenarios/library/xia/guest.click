// A virtual machine's network: one Ethernet port, eth0, whose other end is a host's vm port, and a stack.
//
// Variables, given by whoever runs the node (docs/graphs-xia.md):
//   $hid      the machine's HID, HID:40hex: the hash of its owner's key. The environment's credentials hold the session
//             key and delegation of the host on which it runs now
//   $ad       the domain in which it is now, AD:40hex
//   $gateway  the HID of that domain's router, HID:40hex
//   $mac0     the machine's Ethernet address, which it keeps when it moves
//   $stack    the name of its stack in the environment (default host)
//   $announce false: the machine does not announce itself when the graph starts (default true)
//
// After a move, write to responder.announce: neighbours and the router learn where the machine is.

// The machine's own packets: everything elsewhere is behind the gateway.
//   output 0  itself    1  the link    2  no way    3  no hops left
out :: LookupXIARoute($hid local, AD:- 1 $gateway, HID:- 1 $gateway);
Idle -> [0] out;	// a machine passes nothing on

// Packets to the machine. Which services it has, its stack knows.
//   output 0  itself    1  not for us    2  no hops left
in :: LookupXIARoute($ad local, $hid local, SID:- local-below-host);

stack :: HostStack(${stack-host}) -> [1] out;
in [0] -> stack;
out [0] -> stack;
in [1] -> XCMPError(RE $ad $hid, unreachable, 0) -> [1] out;
in [2] -> Discard;
out [2] -> XCMPError(RE $ad $hid, unreachable, 0) -> [1] out;
out [3] -> XCMPError(RE $ad $hid, timeexceeded, 0) -> [1] out;

// Neighbours on the link, resolved by signed XARP.
arp :: XARPQuerier($hid, $mac0);
frames :: Classifier(12/C0DE, 12/9990, -);
both :: Tee;
to :: ToDevice(eth0, ALLOW_NONEXISTENT true);
FromDevice(eth0, ALLOW_NONEXISTENT true) -> HostEtherFilter($mac0) -> frames;
frames [0] -> Strip(14) -> CheckXIAHeader -> in;
frames [1] -> both;
frames [2] -> Discard;
both [0] -> [1] arp;
both [1] -> responder :: XARPResponder($mac0, $hid, ANNOUNCE ${announce-true}) -> to;
out [1] -> [0] arp [0] -> to;
arp [1] -> XCMPError(RE $ad $hid, unreachable, 1) -> [1] out;
