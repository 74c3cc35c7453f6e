using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Neighbours;

namespace Xia.Overlay.Tests.Neighbours;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class NeighbourTableTests : INeighbourActions<string>
{
    private static readonly Xid First = Xid.Derive(XidType.Hid, [1]);
    private static readonly Xid Second = Xid.Derive(XidType.Hid, [2]);
    private static readonly LinkAddress Link = LinkAddress.Read([2, 0, 0, 0, 0, 7]);
    private static readonly Duration Second1 = Duration.FromSeconds(1);
    private static readonly Duration Tick = Duration.FromNanoseconds(1);

    private readonly NeighbourTable<string> _table;
    private readonly List<string> _log = [];
    private ulong _nonce;

    public NeighbourTableTests() => _table = new NeighbourTable<string>(
        this, new RandomRoot(1).Stream("nonces"), new NeighbourTiming { MaximumWaiting = 2, MaximumNeighbours = 2 });

    [Test]
    public void Resolve_Unknown_AsksOnceAndReleasesInOrder()
    {
        Instant now = Instant.Zero;
        Assert.That(_table.Resolve(First, "a", now, out _), Is.EqualTo(Resolution.Waiting));
        Assert.That(_table.Resolve(First, "b", now, out _), Is.EqualTo(Resolution.Waiting));
        Assert.That(_table.Resolve(First, "c", now, out _), Is.EqualTo(Resolution.Refused), "the queue is full");
        Assert.That(_table.IsExpected(First, _nonce), Is.True);
        Assert.That(_table.IsExpected(First, _nonce + 1), Is.False);

        _table.Confirm(First, Link, now);

        Assert.That(_log, Is.EqualTo(new[] { "ask", "sent a", "sent b" }));
        Assert.That(_table.IsExpected(First, _nonce), Is.False, "it has been answered");
        Assert.That(_table.Resolve(First, "d", now, out LinkAddress link), Is.EqualTo(Resolution.Known));
        Assert.That(link, Is.EqualTo(Link));
    }

    [Test]
    public void OnTimeout_NoAnswer_AsksThreeTimesThenFails()
    {
        Instant now = Instant.Zero;
        _table.Resolve(First, "a", now, out _);
        for (int asked = 1; asked <= 3; asked++)
        {
            Assert.That(_table.NextTimeout, Is.EqualTo(now + Second1));
            _table.OnTimeout(now + Second1 - Tick);
            Assert.That(_log, Has.Count.EqualTo(asked), "an early call changes nothing");
            now += Second1;
            _table.OnTimeout(now);
        }

        Assert.That(_log, Is.EqualTo(new[] { "ask", "ask", "ask", "lost a" }));
        Assert.That(_table.NextTimeout, Is.Null);
        Assert.That(_table.Count, Is.Zero);
    }

    [Test]
    public void Resolve_OldAnswer_IsUsedAndAskedAgainUntilItsLifetimeIsOver()
    {
        Instant now = Instant.Zero;
        _table.Confirm(First, Link, now);
        now += Duration.FromSeconds(240);

        Assert.That(_table.Resolve(First, "a", now - Tick, out _), Is.EqualTo(Resolution.Known));
        Assert.That(_log, Is.Empty);
        Assert.That(_table.Resolve(First, "a", now, out _), Is.EqualTo(Resolution.Known));
        Assert.That(_log, Is.EqualTo(new[] { "ask" }));

        now += Duration.FromSeconds(60);
        Assert.That(_table.Resolve(First, "a", now, out _), Is.EqualTo(Resolution.Waiting));
    }

    [Test]
    public void Resolve_TooManyNeighbours_IsRefusedUntilOneIsOver()
    {
        _table.Confirm(First, Link, Instant.Zero);
        _table.Confirm(Second, Link, Instant.Zero);
        Xid third = Xid.Derive(XidType.Hid, [3]);

        Assert.That(_table.Resolve(third, "a", Instant.Zero, out _), Is.EqualTo(Resolution.Refused));
        Assert.That(_table.Confirm(third, Link, Instant.Zero), Is.False);
        Instant later = Instant.Zero + Duration.FromSeconds(300);
        Assert.That(_table.Resolve(third, "a", later, out _), Is.EqualTo(Resolution.Waiting));
    }

    public void OnQuestion(Xid target, ulong nonce, Instant now)
    {
        _nonce = nonce;
        _log.Add("ask");
    }

    public void OnReleased(string packet, LinkAddress link, Instant now) => _log.Add($"sent {packet}");

    public void OnFailed(string packet, Instant now) => _log.Add($"lost {packet}");
}
