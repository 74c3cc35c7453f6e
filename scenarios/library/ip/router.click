// An IPv4 router with up to eight ports, for every router of an IP arm.
//
// Variables from the environment (all have defaults; a port whose device is missing stays silent):
//   $ip0 … $ip7     address of the port to eth0 … eth7, such as 10.1.0.1
//   $mac0 … $mac7   its Ethernet address
//   $routes         routes as LookupIPRoute takes them, separated by commas: PREFIX [GATEWAY] PORT, such as
//                   "10.1.0.0/16 0, 10.2.0.0/16 10.0.0.2 1, 0.0.0.0/0 10.0.0.2 1"; no gateway: the hosts are on the link
//   $mtu            longest packet on all links, default 1500
//
// Devices: eth0 … eth7.
// Handlers to use: rt.add, rt.set, rt.remove, rt.table (routes); portN/arp.table, .insert, .delete (neighbours);
//   portN/responder.add "IP MAC", .remove "IP", .announce "IP" (proxy ARP and announcements); portN/in.count, portN/out.count (frames).

define(
  $ip0 0.0.0.0, $mac0 00:00:00:00:00:00,
  $ip1 0.0.0.0, $mac1 00:00:00:00:00:00,
  $ip2 0.0.0.0, $mac2 00:00:00:00:00:00,
  $ip3 0.0.0.0, $mac3 00:00:00:00:00:00,
  $ip4 0.0.0.0, $mac4 00:00:00:00:00:00,
  $ip5 0.0.0.0, $mac5 00:00:00:00:00:00,
  $ip6 0.0.0.0, $mac6 00:00:00:00:00:00,
  $ip7 0.0.0.0, $mac7 00:00:00:00:00:00,
  $routes 0.0.0.0/32 8,
  $mtu 1500);

// Input: packets to send. Output 0: packets received; output 1: reports about packets that could not be sent.
elementclass IpPort { $device, $ip, $mac, $color |
  in :: FromDevice($device, ALLOW_NONEXISTENT true);
  out :: ToDevice($device, ALLOW_NONEXISTENT true);
  arp :: ARPQuerier($ip, $mac, TRIES 3, ENTRY_PACKET_CAPACITY 64);
  responder :: ARPResponder($ip $mac);
  type :: Classifier(12/0800, 12/0806, -);
  heard :: Tee;

  in -> HostEtherFilter($mac) -> type;
  type[0] -> Paint($color) -> Strip(14) -> CheckIPHeader(BADSRC 0.0.0.0 255.255.255.255) -> [0] output;
  type[1] -> heard -> responder -> out;
  heard[1] -> [1] arp;
  type[2] -> Discard;

  input -> DropBroadcasts -> FixIPSrc($ip) -> ttl :: DecIPTTL -> cut :: IPFragmenter($mtu) -> arp -> out;
  ttl[1] -> ICMPError($ip, timeexceeded, RATE 1000) -> [1] output;
  cut[1] -> ICMPError($ip, unreachable, needfrag, PMTU $mtu, RATE 1000) -> [1] output;
  arp[1] -> out;
  arp[2] -> ICMPError($ip, unreachable, host, RATE 1000) -> [1] output;
}

port0 :: IpPort(eth0, $ip0, $mac0, 0);
port1 :: IpPort(eth1, $ip1, $mac1, 1);
port2 :: IpPort(eth2, $ip2, $mac2, 2);
port3 :: IpPort(eth3, $ip3, $mac3, 3);
port4 :: IpPort(eth4, $ip4, $mac4, 4);
port5 :: IpPort(eth5, $ip5, $mac5, 5);
port6 :: IpPort(eth6, $ip6, $mac6, 6);
port7 :: IpPort(eth7, $ip7, $mac7, 7);

// Outputs 0 to 7: ports; 8: this router itself; 9: no route.
rt :: LookupIPRoute(
  $ip0/32 8, $ip1/32 8, $ip2/32 8, $ip3/32 8, $ip4/32 8, $ip5/32 8, $ip6/32 8, $ip7/32 8,
  $routes, MISS 9);

rt => port0, port1, port2, port3, port4, port5, port6, port7,
  echo :: ICMPPingResponder, noroute :: ICMPError($ip0, unreachable, net, RATE 1000);

port0[0,1], port1[0,1], port2[0,1], port3[0,1], port4[0,1], port5[0,1], port6[0,1], port7[0,1] -> rt;
echo -> rt;
echo[1] -> Discard;
noroute -> rt;
