namespace Xia.Transport.Sockets;

/// <summary>
/// A peer as a stack names it to its applications: small, comparable, meaningless elsewhere.
/// </summary>
/// <remarks>
/// Transport knows no address. A stack hands tokens out (by resolving a name, or with what arrives) and keeps
/// what they stand for; a token stays valid, and keeps its value, across an export and import of the stack's
/// state.
/// </remarks>
public readonly record struct PeerToken(int Value);
