// An XIA host: one uplink, a stack of its own, and ports for up to four virtual machines behind a switch.
//
// Variables, given by whoever runs the node (docs/graphs-xia.md):
//   $hid      the host's HID, HID:40hex; the environment's credentials can sign for it
//   $ad       the domain in which the host is, AD:40hex
//   $gateway  the HID of the domain's router on this link, HID:40hex
//   $mac      the Ethernet address of the host's own stack
//   $stack    the name of the host's stack in the environment (default host)
//   $buffer   how many bytes each machine's gate holds at most (default 1048576)
//   $mtu      the longest XIP packet of the stack (default 1500)
//   $announce false: the host does not announce itself when it starts (default true)
//   $stackless true: the graph does without its stack, as under xia click (default false)
//
// Handlers to use: responder.announce; arp.table, arp.messages; rt.set (another gateway); gate0.mode, .machine, .held,
// .count; in.count, out.count (frames of the uplink); vm0in.count, vm0out.count ... (frames of the machines' ports).
//
// A machine's gate (gate0 to gate3) is told by its handlers what to do with frames to the machine: pass, hold,
// "forward AD:..." or drop. A machine announces itself from its own graph, through its port and the switch.

// The switch: port 0 the uplink, 1 this host, 2 to 5 the machines.
sw :: EtherSwitch;
in :: FromDevice(eth0, ALLOW_NONEXISTENT true) -> [0] sw [0] -> out :: ToDevice(eth0, ALLOW_NONEXISTENT true);

gate0 :: XIAVmGate(CAPACITY ${buffer-1048576});
gate1 :: XIAVmGate(CAPACITY ${buffer-1048576});
gate2 :: XIAVmGate(CAPACITY ${buffer-1048576});
gate3 :: XIAVmGate(CAPACITY ${buffer-1048576});
sw [2] -> gate0 -> vm0out :: ToDevice(vm0, ALLOW_NONEXISTENT true);
vm0in :: FromDevice(vm0, ALLOW_NONEXISTENT true) -> [2] sw;
sw [3] -> gate1 -> vm1out :: ToDevice(vm1, ALLOW_NONEXISTENT true);
vm1in :: FromDevice(vm1, ALLOW_NONEXISTENT true) -> [3] sw;
sw [4] -> gate2 -> vm2out :: ToDevice(vm2, ALLOW_NONEXISTENT true);
vm2in :: FromDevice(vm2, ALLOW_NONEXISTENT true) -> [4] sw;
sw [5] -> gate3 -> vm3out :: ToDevice(vm3, ALLOW_NONEXISTENT true);
vm3in :: FromDevice(vm3, ALLOW_NONEXISTENT true) -> [5] sw;

// This host's own packets, and those that gates send after machines: everything elsewhere is behind the gateway.
//   output 0  this host    1  the link    2  no way    3  no hops left
rt :: LookupXIARoute($hid local, AD:- 1 $gateway, HID:- 1 $gateway);
gate0 [1] -> [0] rt;
gate1 [1] -> [0] rt;
gate2 [1] -> [0] rt;
gate3 [1] -> [0] rt;

// Packets to this host. Which services it has, its stack knows.
//   output 0  this host    1  not for us    2  no hops left
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
sw [1] -> HostEtherFilter($mac) -> frames;
frames [0] -> Strip(14) -> CheckXIAHeader -> local;
frames [1] -> both;
frames [2] -> Discard;
both [0] -> [1] arp;
both [1] -> responder :: XARPResponder($mac, $hid, ANNOUNCE ${announce-true}) -> [1] sw;
rt [1] -> [0] arp [0] -> [1] sw;
arp [1] -> XCMPError(RE $ad $hid, unreachable, 1) -> [1] rt;
