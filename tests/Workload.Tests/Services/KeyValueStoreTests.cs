using Xia.Kernel.Randomness;
using Xia.Migration.Machines;
using Xia.Workload.Services;
using Xia.Workload.Tests.Guests;

namespace Xia.Workload.Tests.Services;

internal sealed class KeyValueStoreTests
{
    [Test]
    public void TrySet_FirstKey_LiesInThePagesAsDrawn()
    {
        RecordingMemory memory = new(3);
        KeyValueStore store = new(memory, 1, 2);
        store.Format();
        store.TrySet("key"u8, "value"u8);
        byte[] header = memory.BytesOf(1)[..16];
        int slot = Enumerable.Range(0, 4).Single(number => memory.BytesOf(2)[(number * 1024) + 4] != 0);
        byte[] bytes = memory.BytesOf(2)[(slot * 1024)..((slot * 1024) + 56)];
        Assert.Multiple(() =>
        {
            Assert.That(Convert.ToHexString(header),
                Is.EqualTo("584B5631" + "00000004" + "0000000000000001"));
            Assert.That(Convert.ToHexString(bytes[4..16]),
                Is.EqualTo("01" + "03" + "0005" + "0000000000000001"));
            Assert.That(bytes[16..19], Is.EqualTo("key"u8.ToArray()));
            Assert.That(bytes[48..53], Is.EqualTo("value"u8.ToArray()));
        });
    }

    [TestCase(1UL)]
    [TestCase(2UL)]
    [TestCase(3UL)]
    public void Operations_WithPagesMissingNowAndThen_DoWhatADictionaryDoes(ulong seed)
    {
        RandomStream random = new RandomRoot(seed).Stream("store");
        RecordingMemory memory = new(40);
        KeyValueStore store = new(memory, 2, 33);
        Assert.That(store.Format().Status, Is.EqualTo(StoreStatus.Done));
        Dictionary<string, byte[]> model = [];
        byte[] value = new byte[KeyValueStore.MaximumValueBytes];
        for (int step = 0; step < 4000; step++)
        {
            byte[] key = new byte[1 + random.NextInt32(2)];
            random.NextBytes(key);
            key[0] &= 63;
            string name = Convert.ToHexString(key);
            byte[] fresh = new byte[random.NextInt32(KeyValueStore.MaximumValueBytes + 1)];
            random.NextBytes(fresh);
            bool isSet = random.NextInt32(2) == 0;
            memory.Missing.Clear();
            for (int holes = random.NextInt32(6); holes > 0; holes--)
            {
                memory.Missing.Add(random.NextInt32(40));
            }

            StoreOutcome outcome;
            while ((outcome = isSet ? store.TrySet(key, fresh)
                : store.TryGet(key, value)).Status == StoreStatus.Fault)
            {
                Assert.That(memory.Missing.Remove(outcome.FaultedPage), $"seed {seed}, step {step}");
            }

            if (isSet && outcome.Status == StoreStatus.Done)
            {
                model[name] = fresh;
            }
            else if (isSet)
            {
                Assert.That(outcome.Status, Is.EqualTo(StoreStatus.Full), $"seed {seed}, step {step}");
                Assert.That(model, Has.Count.EqualTo(store.SlotCount));
            }
            else if (model.TryGetValue(name, out byte[]? expected))
            {
                Assert.That(value.AsSpan(0, outcome.ValueBytes).SequenceEqual(expected),
                    $"seed {seed}, step {step}");
            }
            else
            {
                Assert.That(outcome.Status, Is.EqualTo(StoreStatus.NotFound), $"seed {seed}, step {step}");
            }
        }

        memory.Missing.Clear();
        StoreIntegrity integrity = store.CheckIntegrity();
        Assert.That(integrity.IsSound, $"seed {seed}: {integrity}");
        Assert.That(integrity.CountedKeys, Is.EqualTo(model.Count));
    }

    [Test]
    public void TryGet_OneBitFlipped_IsCorrupt()
    {
        GuestMemory memory = new(3);
        KeyValueStore store = new(memory, 0, 3);
        store.Format();
        store.TrySet("key"u8, "value"u8);
        byte[] page = new byte[2 * 4096];
        memory.TryRead(4096, page);
        page[page.AsSpan().IndexOf("value"u8)] ^= 1;
        memory.TryWrite(4096, page);
        Assert.Multiple(() =>
        {
            Assert.That(store.TryGet("key"u8, new byte[1024]).Status, Is.EqualTo(StoreStatus.Corrupt));
            Assert.That(store.TrySet("key"u8, "other"u8).Status, Is.EqualTo(StoreStatus.Corrupt));
            Assert.That(store.CheckIntegrity().CorruptSlots, Is.EqualTo(1));
            Assert.That(store.CheckIntegrity().IsSound, Is.False);
        });
    }

    [Test]
    public void PagesFor_SomeKeys_TakesThem([Values(1, 10, 1000, 10_000)] int keys)
    {
        int pages = KeyValueStore.PagesFor(keys);
        KeyValueService service = new(new GuestMemory(pages), 0, pages);
        service.Preload(keys, 64);
        Assert.That(service.Store.CheckIntegrity().IsSound);
        Assert.That(service.Store.CheckIntegrity().UsedSlots, Is.EqualTo(keys));
        Assert.That(service.Store.SlotCount * 3L, Is.GreaterThanOrEqualTo(keys * 4L - 16));
    }

    [Test]
    public void Preload_TooManyKeys_SaysHowManyPagesTheyNeed()
    {
        KeyValueService service = new(new GuestMemory(4), 0, 4);
        InvalidOperationException? refusal =
            Assert.Throws<InvalidOperationException>(() => service.Preload(100, 64));
        Assert.That(refusal?.Message, Does.Contain("pages"));
    }
}
