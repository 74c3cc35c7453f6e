using System.Runtime.CompilerServices;
using Xia.Kernel.Collections;
using Xia.Kernel.Randomness;

namespace Xia.Kernel.Tests.Collections;

public sealed class OpenHashMapTests
{
    [Test]
    public void TryAdd_AtTheBound_IsRefused()
    {
        OpenHashMap<int, string> map = new(maximumCount: 3);
        Assert.That(map.TryAdd(1, "a") && map.TryAdd(2, "b") && map.TryAdd(3, "c"), Is.True);
        Assert.That(map.TryAdd(4, "d"), Is.False);
        Assert.That(map.TrySet(4, "d"), Is.False);
        Assert.That(map.TrySet(3, "e"), Is.True, "Replacing a value needs no room.");
        Assert.That(map.TryGetValue(3, out string? value), Is.True);
        Assert.That(value, Is.EqualTo("e"));
    }

    [Test]
    public void TryAdd_KeyThatIsThere_KeepsTheOldValue()
    {
        OpenHashMap<int, int> map = new(10);
        map.TryAdd(1, 10);
        Assert.That(map.TryAdd(1, 20), Is.False);
        Assert.That(map.FindValue(1), Is.EqualTo(10));
    }

    [Test]
    public void FindValue_ChangedInPlace_IsSeenByTheNextLookup()
    {
        OpenHashMap<int, int> map = new(10);
        map.TryAdd(7, 1);
        map.FindValue(7)++;
        Assert.That(map.FindValue(7), Is.EqualTo(2));
        Assert.That(Unsafe.IsNullRef(ref map.FindValue(8)), Is.True);
    }

    [Test]
    public void TryAdd_SeededKeys_UsesTheirOwnHash()
    {
        OpenHashMap<Seeded, int> map = new(100, seed: 42);
        for (int i = 0; i < 100; i++)
        {
            Assert.That(map.TryAdd(new Seeded(i), i), Is.True);
        }

        Assert.That(map.FindValue(new Seeded(99)), Is.EqualTo(99));
    }

    /// <summary>All keys have one hash, so that every removal shifts a long run.</summary>
    [FsCheck.NUnit.Property]
    public bool Operations_CollidingKeys_BehaveAsADictionary((bool IsAdd, byte Key)[] operations) =>
        Agrees(operations, key => new Colliding(key));

    [FsCheck.NUnit.Property]
    public bool Operations_AnyKeys_BehaveAsADictionary((bool IsAdd, byte Key)[] operations) =>
        Agrees(operations, key => key * 0x10001);

    [Test]
    public void Operations_ManySteps_BehaveAsADictionary()
    {
        RandomStream draws = new RandomRoot(9).Stream("test");
        (bool, byte)[] operations = [.. Enumerable.Range(0, 20_000).Select(_ => (draws.NextInt32(2) == 0, (byte)draws.NextUInt64()))];
        Assert.That(Agrees(operations, key => new Colliding(key)), Is.True);
        Assert.That(Agrees(operations, key => (long)key << 40), Is.True);
    }

    [Test]
    public void Lookups_SteadyState_AllocateNothing()
    {
        OpenHashMap<Seeded, long> map = new(1000);
        Assert.That(AllocationMeter.LeastBytesOf(() => Churn(map)), Is.Zero);
    }

    private static void Churn(OpenHashMap<Seeded, long> map)
    {
        for (int i = 0; i < 5000; i++)
        {
            map.TryAdd(new Seeded(i), i);
            map.TryRemove(new Seeded(i - 300), out _);
        }

        map.Clear();
    }

    private static bool Agrees<TKey>((bool IsAdd, byte Key)[] operations, Func<byte, TKey> keyOf)
        where TKey : struct, IEquatable<TKey>
    {
        OpenHashMap<TKey, int> map = new(1000);
        Dictionary<TKey, int> model = [];
        for (int i = 0; i < operations.Length; i++)
        {
            TKey key = keyOf(operations[i].Key);
            bool agrees = operations[i].IsAdd
                ? map.TryAdd(key, i) == model.TryAdd(key, i)
                : map.TryRemove(key, out int removed) == model.Remove(key, out int expected) && removed == expected;
            if (!agrees)
            {
                return false;
            }
        }

        KeyValuePair<TKey, int>[] all = new KeyValuePair<TKey, int>[map.Count];
        map.CopyTo(all);
        return map.Count == model.Count
            && all.All(entry => model[entry.Key] == entry.Value)
            && model.All(entry => map.TryGetValue(entry.Key, out int value) && value == entry.Value);
    }

    private readonly record struct Colliding(byte Value) : IEquatable<Colliding>
    {
        public override int GetHashCode() => 5;
    }

    private readonly record struct Seeded(long Value) : ISeededHash
    {
        public ulong Hash(ulong seed) => ((ulong)Value ^ seed) * 0xff51afd7ed558ccdUL;

        public override int GetHashCode() => throw new NotSupportedException("The seeded hash is to be used.");
    }
}
