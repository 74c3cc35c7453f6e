using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Router.Elements.Printing;

/// <summary>What elements share that print a text per packet and pass the packet on unchanged.</summary>
/// <remarks>
/// Packets of a batch are printed and passed on one by one: what elements behind this one print stands
/// between the texts.
/// </remarks>
public abstract class PrintingElement : SimpleElement
{
    private protected readonly ByteText Line = new();

    private Stream? _file;

    /// <inheritdoc/>
    public sealed override bool IsOneByOne => true;

    /// <summary>Whether packets are printed.</summary>
    private protected bool IsActive { get; set; } = true;

    /// <summary>The file that texts go to; null or empty for the console.</summary>
    private protected string? FileName { get; set; }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (string.IsNullOrEmpty(FileName))
        {
            return null;
        }

        try
        {
            IRouterFiles files = Environment.Files ?? throw new IOException("No files here");
            _file = files.OpenWrite(FileName, append: false);
            return null;
        }
        catch (IOException error)
        {
            return $"{FileName}: {error.Message}";
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        handlers.Switch("active", () => IsActive, active => IsActive = active);

    /// <inheritdoc/>
    public sealed override void PushBatch(int port, PacketBatch batch)
    {
        while (batch.Take() is { } packet)
        {
            Push(port, packet);
        }
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        _file?.Dispose();
        _file = null;
    }

    /// <inheritdoc/>
    protected sealed override Packet? Process(Packet packet)
    {
        if (IsActive && (_file is not null || Environment.Console is not null))
        {
            Line.Clear();
            if (Describe(packet))
            {
                Write();
            }
        }

        return packet;
    }

    /// <summary>Puts the text of a packet into <see cref="Line"/>.</summary>
    /// <returns>Whether there is one.</returns>
    private protected abstract bool Describe(Packet packet);

    private void Write()
    {
        if (_file is null)
        {
            Environment.Console!.WriteMessage(Line.ToString());
        }
        else
        {
            _file.Write(Line.Append('\n').Bytes);
        }
    }
}
