using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Transport.Sockets;
using Xia.Transport.Streams;

namespace Xia.Transport.Tests.Streams;

internal sealed class StreamScheduleTests
{
    [Test]
    public void DeadlineHeap_RandomOperations_AgreesWithASortedList([Range(1, 10)] int seed)
    {
        RandomStream random = new RandomRoot((ulong)seed).Stream("heap");
        var heap = new DeadlineHeap();
        Endpoint[] endpoints = [.. Enumerable.Range(0, 60).Select(id => new Endpoint(id))];
        var model = new Dictionary<Endpoint, long>();
        for (int i = 0; i < 5000; i++)
        {
            Endpoint endpoint = endpoints[random.NextInt32(endpoints.Length)];
            long at = random.NextInt32(100);
            switch (random.NextInt32(4))
            {
                case 0:
                    heap.Set(endpoint, null);
                    model.Remove(endpoint);
                    break;
                case 1:
                    bool isTaken = heap.TryTakeDue(new Instant(at), out StreamEndpoint? due);
                    var first = model.OrderBy(pair => pair.Value).ThenBy(pair => pair.Key.Id).FirstOrDefault(
                        );
                    bool isExpected = first.Key is not null && first.Value <= at;
                    Assert.That(isTaken, Is.EqualTo(isExpected), $"seed {seed}");
                    if (isTaken)
                    {
                        Assert.That(due, Is.SameAs(first.Key), $"seed {seed}");
                        model.Remove(first.Key!);
                    }

                    break;
                default:
                    heap.Set(endpoint, new Instant(at));
                    model[endpoint] = at;
                    break;
            }

            Instant? expected = model.Count == 0 ? null : new Instant(model.Values.Min());
            Assert.That(heap.Next, Is.EqualTo(expected), $"seed {seed}");
        }
    }

    [Test]
    public void TryTakeReady_SeveralBusyStreams_TakesTurns()
    {
        var schedule = new StreamSchedule();
        Endpoint[] endpoints = [.. Enumerable.Range(1, 3).Select(id => new Endpoint(id))];
        foreach (Endpoint endpoint in endpoints)
        {
            endpoint.Machine.Open(default);
            schedule.Add(endpoint);
        }

        Assert.That(schedule.HasReady, Is.True);
        foreach (Endpoint endpoint in endpoints)
        {
            Assert.That(schedule.TryTakeReady(out StreamEndpoint? ready), Is.True);
            Assert.That(ready, Is.SameAs(endpoint));
            schedule.Update(endpoint);
        }

        Assert.That(schedule.TryTakeReady(out StreamEndpoint? again), Is.True);
        Assert.That(again, Is.SameAs(endpoints[0]));
    }

    [Test]
    public void Remove_Stream_ItsNewsIsStillDelivered()
    {
        var schedule = new StreamSchedule();
        var endpoint = new Endpoint(1);
        endpoint.Machine.Open(default);
        schedule.Add(endpoint);
        endpoint.Machine.OnUnreachable();
        schedule.Update(endpoint);
        schedule.Remove(endpoint);
        schedule.Remove(endpoint);
        Assert.Multiple(() =>
        {
            Assert.That(schedule.Count, Is.Zero);
            Assert.That(schedule.Find(1), Is.Null);
            Assert.That(schedule.NextTimeout, Is.Null);
            Assert.That(schedule.TryTakeReady(out _), Is.False);
            Assert.That(schedule.HasChanged, Is.True);
            Assert.That(schedule.TryTakeChanged(out StreamEndpoint? changed) && changed == endpoint, Is.True);
            Assert.That(schedule.TryTakeChanged(out _), Is.False);
        });
    }

    private sealed class Endpoint(long id)
        : StreamEndpoint(id, new PeerToken(1), new StreamMachine(new StreamOptions(), (uint)id))
    {
        protected override void OnUsed(Instant now)
        {
        }
    }
}
