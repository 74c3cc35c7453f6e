// An XIA host: one uplink, a stack of its own, and ports for up to four virtual machines behind a switch.
//
// Variables, given by whoever runs the node (docs/graphs-xia.md):
//   $hid      the host's HID, HID:40hex; the environment's credentials can sign for it
//   $ad       the domain in which the host is, AD:40hex
//   $gateway  the HID of the domain's router on this link, HID:40hex
//   $mac0     the Ethernet address of the host's own stack
//   $stack    the name of the host's stack in the environment (default host)
//   $buffer   how many bytes each machine's gate holds at most (default 1048576)
//   $announce false: the host does not announce itself when it starts (default true)
//
// A machine's gate (gate0 to gate3) is told by its handlers what to do with frames to the machine: pass, hold,
// "forward AD:..." or drop. A machine announces itself from its own graph, through its port and the switch.

// The switch: port 0 the uplink, 1 this host, 2 to 5 the machines.
sw :: EtherSwitch;
FromDevice(eth0, ALLOW_NONEXISTENT true) -> [0] sw [0] -> ToDevice(eth0, ALLOW_NONEXISTENT true);

gate0 :: XIAVmGate(CAPACITY ${buffer-1048576});
gate1 :: XIAVmGate(CAPACITY ${buffer-1048576});
gate2 :: XIAVmGate(CAPACITY ${buffer-1048576});
gate3 :: XIAVmGate(CAPACITY ${buffer-1048576});
FromDevice(vm0, ALLOW_NONEXISTENT true) -> [2] sw [2] -> gate0 -> ToDevice(vm0, ALLOW_NONEXISTENT true);
FromDevice(vm1, ALLOW_NONEXISTENT true) -> [3] sw [3] -> gate1 -> ToDevice(vm1, ALLOW_NONEXISTENT true);
FromDevice(vm2, ALLOW_NONEXISTENT true) -> [4] sw [4] -> gate2 -> ToDevice(vm2, ALLOW_NONEXISTENT true);
FromDevice(vm3, ALLOW_NONEXISTENT true) -> [5] sw [5] -> gate3 -> ToDevice(vm3, ALLOW_NONEXISTENT true);

// This host's own packets, and those that gates send after machines: everything elsewhere is behind the gateway.
//   output 0  this host    1  the link    2  no way    3  no hops left
out :: LookupXIARoute($hid local, AD:- 1 $gateway, HID:- 1 $gateway);
gate0 [1] -> [0] out;
gate1 [1] -> [0] out;
gate2 [1] -> [0] out;
gate3 [1] -> [0] out;

// Packets to this host. Which services it has, its stack knows.
//   output 0  this host    1  not for us    2  no hops left
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
sw [1] -> HostEtherFilter($mac0) -> frames;
frames [0] -> Strip(14) -> CheckXIAHeader -> in;
frames [1] -> both;
frames [2] -> Discard;
both [0] -> [1] arp;
both [1] -> responder :: XARPResponder($mac0, $hid, ANNOUNCE ${announce-true}) -> [1] sw;
out [1] -> [0] arp [0] -> [1] sw;
arp [1] -> XCMPError(RE $ad $hid, unreachable, 1) -> [1] out;
