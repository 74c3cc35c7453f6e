namespace Xia.Overlay.Tests.Rebinding;

/// <summary>The check that a <see cref="WeakChecker"/> leaves out.</summary>
public enum Weakness
{
    None,
    NoKeyHash,
    NoDelegation,
    NoSequence,
}
