using Xia.Kernel.Time;
using Xia.Kernel.Work;

namespace Xia.Migration.Tests.Network;

/// <summary>A few cores on which work takes time by a small table.</summary>
internal sealed class CostlyProcessor(int coreCount = 2) : IProcessor
{
    private readonly Instant[] _freeAt = new Instant[coreCount];

    public Dictionary<WorkKind, long> Units { get; } = [];

    public Instant Charge(WorkKind kind, long units, Instant now)
    {
        Units[kind] = Units.GetValueOrDefault(kind) + units;
        int core = Array.IndexOf(_freeAt, _freeAt.Min());
        Instant start = Instant.Max(now, _freeAt[core]);
        _freeAt[core] = start + new Duration(PicosecondsPerUnit(kind) * units / 1000);
        return _freeAt[core];
    }

    private static long PicosecondsPerUnit(WorkKind kind) => kind switch
    {
        WorkKind.ScanPage => 300,
        WorkKind.CopyByte => 80,
        WorkKind.HashByte => 660,
        WorkKind.ChecksumByte => 100,
        WorkKind.CompareByte => 60,
        WorkKind.Sign => 45_000_000,
        WorkKind.CheckSignature => 120_000_000,
        WorkKind.ValidateKey => 76_000_000,
        WorkKind.Frame => 500_000,
        WorkKind.DirtyLogFault => 1_400_000,
        WorkKind.StopMachine or WorkKind.StartMachine => 100_000_000,
        _ => 1000,
    };
}
