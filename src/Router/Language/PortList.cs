namespace Xia.Router.Language;

/// <summary>Ports in brackets, at least one; <c>[]</c> takes as many as the other side has.</summary>
internal sealed record PortList(IReadOnlyList<int> Ports, bool IsExpandable);
