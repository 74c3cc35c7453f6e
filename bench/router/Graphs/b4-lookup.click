// B4 with a table, $TABLE, of routes from the file $ROUTES and a default: the longest prefix of a destination that is drawn
// from all addresses, so that no cache knows it.
define($N 4000000, $BURST 32, $STAMP false, $TABLE RadixIPLookup, $ROUTES routes.ctrl)

src :: InfiniteSource(DATA \<
  45000040 00000000 401166ab 0a000001 0a000002 13881389 002c0000 00000000 00000000
  00000000 00000000 00000000 00000000 00000000 00000000 00000000>, LIMIT $N, BURST $BURST, TIMESTAMP $STAMP, ACTIVE false, STOP true)
  -> check :: CheckIPHeader -> SetRandIPAddress(0.0.0.0/0)
  -> rt :: TABLE(0.0.0.0/0 0);
rt [0] -> hop :: DecIPTTL -> q :: Queue(1000) -> Unqueue(BURST $BURST) -> c :: Counter -> Discard;
rt [1] -> hop; rt [2] -> hop; rt [3] -> hop;

DriverManager(
	write rt.ctrl $(cat $ROUTES),
	set t0 $(now), write src.active true, wait,
	set t1 $(now),
	print "pps $(div $(c.count) $(sub $t1 $t0)) n $(c.count) bytes $(c.byte_count) drops $(q.drops) bad $(check.drops)",
	stop);
