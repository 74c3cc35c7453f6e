using System.Globalization;
using System.Text;

namespace Xia.Router.Language.Parsing;

/// <summary>Errors and warnings about a configuration, in the order in which they were found.</summary>
internal sealed class MessageList
{
    private const int MaximumCount = 10_000;

    private readonly List<ConfigurationMessage> _messages = [];

    public IReadOnlyList<ConfigurationMessage> Messages => _messages;

    public bool HasErrors => _messages.Exists(message => !message.IsWarning);

    public void Error(Landmark landmark, string text) => Add(new ConfigurationMessage(landmark, text));

    public void Warning(Landmark landmark, string text) =>
        Add(new ConfigurationMessage(landmark, text) { IsWarning = true });

    /// <summary>Complains of an element's name of which a part between slashes looks like a number.</summary>
    public void CheckName(string name, Landmark landmark)
    {
        if (name.Split('/').Any(part => part.All(char.IsAsciiDigit)))
        {
            Error(landmark, $"element name '{name}' has all-digit component");
        }
    }

    /// <summary>Adds a message, as long as there are not absurdly many.</summary>
    public void Add(ConfigurationMessage message)
    {
        if (_messages.Count < MaximumCount)
        {
            _messages.Add(message);
        }
    }

    /// <summary>A piece of the text as messages show it: control characters by their names.</summary>
    public static string Printable(string text)
    {
        if (text.All(at => at is >= ' ' and < '\x7f'))
        {
            return text;
        }

        var shown = new StringBuilder();
        foreach (char at in text)
        {
            if (at is >= ' ' and < '\x7f')
            {
                shown.Append(at);
            }
            else if (at < ' ')
            {
                shown.Append('^').Append((char)(at + '@'));
            }
            else
            {
                int code = at & 0xff;
                shown.Append(CultureInfo.InvariantCulture, $"\\{code >> 6}{(code >> 3) & 7}{code & 7}");
            }
        }

        return shown.ToString();
    }
}
