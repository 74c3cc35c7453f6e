using Xia.Router.Language.Parsing;

namespace Xia.Router.Language.Elaboration;

/// <summary>
/// The elements and connections between the braces of a compound, or of the whole file, as they were written.
/// </summary>
/// <remarks>
/// Groups stand in the body around them: as three elements without class, the second and third of which are
/// <c>input</c> and <c>output</c> while the group is being read. A compound begins with its own such two.
/// </remarks>
internal sealed class CompoundBody
{
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly int _pseudoCount;

    /// <summary>The body of a file, which no compound is around.</summary>
    public CompoundBody()
        : this("", default, null)
    {
    }

    /// <summary>A body in another one, or of a file.</summary>
    public CompoundBody(string name, Landmark landmark, CompoundBody? outer)
    {
        Name = name;
        Landmark = landmark;
        Depth = outer is null ? 0 : outer.Depth + 1;
        if (outer is not null)
        {
            InputEnd = Add(new BodyElement("input", null, "", landmark));
            OutputEnd = Add(new BodyElement("output", null, "", landmark));
            _pseudoCount = Elements.Count;
        }
    }

    /// <summary>The class's name; empty for an anonymous compound.</summary>
    public string Name { get; }

    /// <summary>Where it begins.</summary>
    public Landmark Landmark { get; }

    /// <summary>How many bodies are around it.</summary>
    public int Depth { get; }

    /// <summary>Its parameters.</summary>
    public List<Formal> Formals { get; } = [];

    /// <summary>What <c>define</c> says in it, in order.</summary>
    public List<(string Variable, string Value)> Definitions { get; } = [];

    /// <summary>Its elements, ends included.</summary>
    public List<BodyElement> Elements { get; } = [];

    /// <summary>Its connections, in the order of the text.</summary>
    public List<ConnectionDeclaration> Connections { get; } = [];

    /// <summary>What <c>input</c> means at this place of the text; -1 for nothing.</summary>
    public int InputEnd { get; set; } = -1;

    /// <summary>What <c>output</c> means at this place of the text; -1 for nothing.</summary>
    public int OutputEnd { get; set; } = -1;

    /// <summary>How many inputs the compound has; known when it is closed.</summary>
    public int InputCount { get; private set; }

    /// <summary>How many outputs the compound has; known when it is closed.</summary>
    public int OutputCount { get; private set; }

    /// <summary>What messages call it.</summary>
    public string PrintableName => Name.Length == 0 ? "<anonymous>" : Name;

    /// <summary>The element of a name; -1 for none.</summary>
    public int Find(string name)
    {
        int end = name switch { "input" => InputEnd, "output" => OutputEnd, _ => -1 };
        return end >= 0 ? end : _byName.GetValueOrDefault(name, -1);
    }

    /// <summary>Adds an element.</summary>
    public int Add(BodyElement element)
    {
        Elements.Add(element);
        if (!element.IsAnonymous)
        {
            _byName.TryAdd(element.Name, Elements.Count - 1);
        }

        return Elements.Count - 1;
    }

    /// <summary>The name that a class's next element without one gets, if nobody else takes it.</summary>
    public string AnonymousName(string className) => $"{className}@{Elements.Count - _pseudoCount + 1}";

    /// <summary>
    /// Notes a variable that <c>define</c> or a parameter brings in; false when it is known.
    /// </summary>
    public bool TryDefine(string variable, string value) => _variables.TryAdd(variable, value);

    /// <summary>Connects two ports.</summary>
    public void Connect(ConnectionDeclaration connection)
    {
        Connections.Add(connection);
        BodyElement from = Elements[connection.From];
        BodyElement to = Elements[connection.To];
        from.OutputCount = Math.Max(from.OutputCount, connection.FromPort + 1);
        to.InputCount = Math.Max(to.InputCount, connection.ToPort + 1);
    }

    /// <summary>Ends the body: checks its ends, and gives the elements without names theirs.</summary>
    public void Close(MessageList messages)
    {
        InputCount = CheckEnd(InputEnd, isOutput: false, PrintableName, Landmark, messages);
        OutputCount = CheckEnd(OutputEnd, isOutput: true, PrintableName, Landmark, messages);
        NameAnonymous();
    }

    /// <summary>Makes final the names of elements that were not given one.</summary>
    public void NameAnonymous()
    {
        for (int index = 0; index < Elements.Count; index++)
        {
            BodyElement element = Elements[index];
            if (!element.IsAnonymous)
            {
                continue;
            }

            element.IsAnonymous = false;
            element.Name = FreeName(element.Name);
            _byName[element.Name] = index;
        }
    }

    /// <summary>
    /// Says what is wrong with the inner end of a compound or group, and how many ports it has.
    /// </summary>
    public int CheckEnd(int end, bool isOutput, string owner, Landmark landmark, MessageList messages)
    {
        (string side, string other) = isOutput ? ("output", "input") : ("input", "output");
        int wrongUses = isOutput ? Elements[end].OutputCount : Elements[end].InputCount;
        if (wrongUses > 0)
        {
            messages.Error(landmark, $"'{owner}' pseudoelement '{side}' may only be used as {other}");
        }

        int count = isOutput ? Elements[end].InputCount : Elements[end].OutputCount;
        var used = new HashSet<int>();
        foreach (ConnectionDeclaration connection in Connections)
        {
            if ((isOutput ? connection.To : connection.From) == end)
            {
                used.Add(isOutput ? connection.ToPort : connection.FromPort);
            }
        }

        for (int port = 0; port < count; port++)
        {
            if (!used.Contains(port))
            {
                messages.Error(landmark, $"'{owner}' {side} {port} missing");
            }
        }

        return count;
    }

    private string FreeName(string name)
    {
        if (!_byName.ContainsKey(name))
        {
            return name;
        }

        // The name of a group's end has something behind the number, which goes.
        int at = name.LastIndexOf('@') + 1;
        int end = at;
        while (end < name.Length && char.IsAsciiDigit(name[end]))
        {
            end++;
        }

        int number = end > at ? int.Parse(name.AsSpan(at, end - at), provider: null) : 0;
        string free;
        do
        {
            free = $"{name[..at]}{++number}";
        }
        while (_byName.ContainsKey(free));
        return free;
    }
}
