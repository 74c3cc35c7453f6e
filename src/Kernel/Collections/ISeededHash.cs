namespace Xia.Kernel.Collections;

/// <summary>A key whose hash depends on a secret seed, so that nobody can choose keys that collide.</summary>
public interface ISeededHash
{
    /// <summary>A hash that spreads over all 64 bits; equal keys give equal hashes for equal seeds.</summary>
    ulong Hash(ulong seed);
}
