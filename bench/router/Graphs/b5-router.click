// B5: one direction of a router of two ports, without devices. A frame of 98 bytes to 10.2.0.2 passes all that RFC 1812 asks
// of a router; the ways that it does not take are there as well.
define($N 4000000, $BURST 32, $STAMP false)

// From a queue's place to the wire: broadcasts, redirects, options, own source, hops, fragments.
elementclass Port { $colour, $address |
  input -> DropBroadcasts -> turn :: PaintTee($colour) -> options :: IPGWOptions($address) -> FixIPSrc($address)
    -> hops :: DecIPTTL -> cut :: IPFragmenter(1500) -> output;
  turn [1] -> ICMPError($address, redirect, host) -> errors :: Null;
  options [1] -> ICMPError($address, parameterproblem) -> errors;
  hops [1] -> ICMPError($address, timeexceeded) -> errors;
  cut [1] -> ICMPError($address, unreachable, needfrag) -> errors;
  errors -> [1] output;
}

src :: InfiniteSource(DATA \<
  02000000 01010200 00000102 0800 45000054 00000000 40116693 0a010002 0a020002 13881389 00400000
  00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000
  00000000 00000000 00000000>, LIMIT $N, BURST $BURST, TIMESTAMP $STAMP, ACTIVE false, STOP true)
  -> kind :: Classifier(12/0806 20/0001, 12/0806 20/0002, 12/0800, -);
rt :: RadixIPLookup(10.1.0.1/32 0, 10.1.0.255/32 0, 10.2.0.1/32 0, 10.2.0.255/32 0,
                    10.1.0.0/24 1, 10.2.0.0/24 2, 0.0.0.0/0 10.1.0.254 1);
other :: Discard;
kind [0] -> other; kind [1] -> other; kind [3] -> other;
kind [2] -> Paint(1) -> Strip(14) -> check :: CheckIPHeader(INTERFACES 10.1.0.1/24 10.2.0.1/24) -> rt;
rt [0] -> other;
rt [1] -> port1 :: Port(1, 10.1.0.1) -> other;
rt [2] -> port2 :: Port(2, 10.2.0.1) -> EtherEncap(0x0800, 02:00:00:00:02:01, 02:00:00:00:02:02)
  -> q :: Queue(1000) -> Unqueue(BURST $BURST) -> c :: Counter -> Discard;
port1 [1] -> rt; port2 [1] -> rt;

DriverManager(
	set t0 $(now), write src.active true, wait,
	set t1 $(now),
	print "pps $(div $(c.count) $(sub $t1 $t0)) n $(c.count) bytes $(c.byte_count) drops $(q.drops) bad $(check.drops) other $(other.count)",
	stop);
