using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Forwarding;

/// <summary>A verdict with what belongs to it.</summary>
/// <param name="Verdict">What is to be done.</param>
/// <param name="Port">The output port of <see cref="ForwardingVerdict.Forward"/>, else −1.</param>
/// <param name="NextHop">The neighbour of <see cref="ForwardingVerdict.Forward"/>, else the default.</param>
public readonly record struct ForwardingDecision(ForwardingVerdict Verdict, int Port, Xid NextHop);
