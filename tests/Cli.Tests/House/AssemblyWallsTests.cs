using System.Xml.Linq;

namespace Xia.Cli.Tests.House;

/// <summary>Holds the project files against the plan of the house: which room may use which.</summary>
public sealed class AssemblyWallsTests
{
    private static readonly string[] Architectures = ["Kernel", "Transport", "Overlay", "Internet"];
    private static readonly string[] BelowDrivers = [.. Architectures, "Router", "Migration", "Workload"];

    /// <summary>Every room and the rooms that it may use.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Kernel"] = [],
        ["Transport"] = ["Kernel"],
        ["Overlay"] = ["Kernel", "Transport"],
        ["Internet"] = ["Kernel", "Transport"],
        ["Router"] = Architectures,
        ["Migration"] = ["Kernel", "Transport", "Overlay"],
        ["Workload"] = ["Kernel", "Transport", "Migration"],
        ["Emulator"] = BelowDrivers,
        ["Node"] = BelowDrivers,
        ["Laboratory"] = [.. BelowDrivers, "Emulator", "Node"],
        ["Cli"] = [.. BelowDrivers, "Emulator", "Node", "Laboratory"],
    };

    /// <summary>Rooms that may use only some folders of another.</summary>
    private static readonly (string Room, string Used, string[] Folders)[] PartialUses =
    [
        ("Migration", "Overlay", ["Identifiers", "Keys", "Delegations"]),
        ("Workload", "Migration", ["Machines"]),
    ];

    /// <summary>Rooms without I/O, clock and ambient randomness, in which the banned symbols are checked.</summary>
    private static readonly string[] ProtocolRooms =
        ["Kernel", "Transport", "Overlay", "Internet", "Router", "Migration", "Workload"];

    private static readonly string[] Rooms =
        [.. Repository.Files("src", "*.csproj").Select(path => Path.GetFileName(Path.GetDirectoryName(path))!)];

    [Test]
    public void Rooms_OfTheRepository_AreThoseOfThePlan() => Assert.That(Rooms, Is.SubsetOf(MayUse.Keys));

    /// <summary>Whole scenarios are the Laboratory's own tests too, and the bench builds networks without a file.</summary>
    private static readonly string[] LaboratoryReaders =
        ["Xia.Laboratory.Tests", "Xia.Scenarios.Tests", "Xia.Interop.Tests", "Xia.Bench.Emulator"];

    [TestCaseSource(nameof(Rooms))]
    public void ProjectReferences_OfARoom_AreAllowed(string room)
    {
        string[] used =
        [
            .. Items(Project(room), "ProjectReference").Select(path => Path.GetFileName(Path.GetDirectoryName(path))!),
        ];
        Assert.That(used, Is.SubsetOf(MayUse[room]));
        Assert.That(used, Is.Unique);
    }

    [TestCaseSource(nameof(Rooms))]
    public void ProtocolRoomFlag_OfARoom_IsSetWhereItBelongs(string room)
    {
        string? flag = Project(room).Descendants("XiaProtocolRoom").SingleOrDefault()?.Value;
        Assert.That(flag, Is.EqualTo(ProtocolRooms.Contains(room) ? "true" : null));
    }

    [TestCaseSource(nameof(Rooms))]
    public void Project_OfARoom_IsNamedAfterItAndOpenToItsOwnTestsOnly(string room)
    {
        Assert.That(File.Exists(ProjectPath(room)), Is.True, $"{room} has a project Xia.{room}.csproj.");
        Assert.That(Project(room).Descendants("RootNamespace").Single().Value, Is.EqualTo($"Xia.{room}"));
        string[] own = room == "Laboratory" ? LaboratoryReaders : [$"Xia.{room}.Tests"];
        Assert.That(Items(Project(room), "InternalsVisibleTo"), Is.SubsetOf(own));
        Assert.That(
            Path.Combine(Repository.Root, "tests", $"{room}.Tests", $"Xia.{room}.Tests.csproj"), Does.Exist);
    }

    [Test]
    public void Usings_OfARoomThatMayUsePartOfAnother_KeepToThatPart()
    {
        List<string> strays = [];
        foreach ((string room, string used, string[] folders) in PartialUses)
        {
            string[] allowed = [.. folders.Select(folder => $"using Xia.{used}.{folder};")];
            strays.AddRange(
                from path in Repository.Files($"src/{room}", "*.cs")
                from line in File.ReadLines(path)
                where line.StartsWith($"using Xia.{used}", StringComparison.Ordinal) && !allowed.Contains(line)
                select $"{Repository.Shown(path)}: {line}");
        }

        Assert.That(strays, Is.Empty);
    }

    [Test]
    public void Projects_AllOfThem_AreInTheSolution()
    {
        string solution = File.ReadAllText(Path.Combine(Repository.Root, "Xia.sln")).Replace('\\', '/');
        string[] projects = [.. Repository.Files("src", "*.csproj"), .. Repository.Files("tests", "*.csproj")];
        Assert.That(projects, Is.Not.Empty);
        Assert.That(
            projects.Select(Repository.Shown).Where(path => !solution.Contains($"\"{path}\"", StringComparison.Ordinal)),
            Is.Empty);
    }

    [Test]
    public void Packages_AllOfThem_ArePinnedInOnePlace()
    {
        XDocument pins = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"));
        Assert.That(pins.Descendants("ManagePackageVersionsCentrally").Single().Value, Is.EqualTo("true"));
        Assert.That(pins.Descendants("CentralPackageTransitivePinningEnabled").Single().Value, Is.EqualTo("true"));
        Dictionary<string, string> versions = pins.Descendants("PackageVersion")
            .ToDictionary(pin => pin.Attribute("Include")!.Value, pin => pin.Attribute("Version")!.Value);
        Assert.That(versions.Values, Has.All.Match(@"^\d+(\.\d+){1,3}(-[0-9A-Za-z.]+)?$"), "One version, no range.");

        string[] projects =
        [
            .. Repository.Files(pattern: "*.csproj"), .. Repository.Files(pattern: "Directory.Build.*"),
        ];
        foreach (string path in projects)
        {
            foreach (XElement package in XDocument.Load(path).Descendants("PackageReference"))
            {
                string about = $"{package.Attribute("Include")?.Value} in {Repository.Shown(path)}";
                Assert.That(versions.Keys, Does.Contain(package.Attribute("Include")!.Value), about);
                Assert.That(package.Attribute("Version"), Is.Null, about);
                Assert.That(package.Attribute("VersionOverride"), Is.Null, about);
            }
        }
    }

    [Test]
    public void CommonSettings_OfEveryProject_AreOn()
    {
        XDocument common = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props"));
        string[] switches =
        [
            "TreatWarningsAsErrors", "EnforceCodeStyleInBuild", "GenerateDocumentationFile", "Deterministic",
            "DisableTransitiveProjectReferences",
        ];
        foreach (string name in switches)
        {
            Assert.That(common.Descendants(name).SingleOrDefault()?.Value, Is.EqualTo("true"), name);
            Assert.That(
                Repository.Files("src", "*.csproj").Where(path => XDocument.Load(path).Descendants(name).Any()),
                Is.Empty,
                $"No room switches {name} for itself.");
        }

        Assert.That(common.Descendants("Nullable").Single().Value, Is.EqualTo("enable"));
    }

    private static string ProjectPath(string room) =>
        Path.Combine(Repository.Root, "src", room, $"Xia.{room}.csproj");

    private static XDocument Project(string room) => XDocument.Load(ProjectPath(room));

    private static IEnumerable<string> Items(XDocument project, string name) =>
        project.Descendants(name).Select(item => item.Attribute("Include")!.Value.Replace('\\', '/'));
}
