using Xia.Kernel.Time;
using Xia.Migration.Machines;
using Xia.Migration.Tests.Control;

namespace Xia.Migration.Tests.Machines;

public sealed class MachineTests
{
    private static readonly MachineState[] States = Enum.GetValues<MachineState>();

    [Test]
    public void Transition_InEveryState_FollowsTheTable(
        [ValueSource(nameof(States))] MachineState state,
        [Values("freeze", "resume", "doubt", "destroy")] string transition)
    {
        MachineState? expected = (state, transition) switch
        {
            (MachineState.Running, "freeze") => MachineState.Frozen,
            (MachineState.Absent or MachineState.Frozen or MachineState.InDoubt, "resume") => MachineState.Running,
            (MachineState.Frozen, "doubt") => MachineState.InDoubt,
            (_, "destroy") => MachineState.Destroyed,
            _ => null,
        };
        Machine machine = In(state);

        void Act()
        {
            switch (transition)
            {
                case "freeze":
                    machine.Freeze(new Instant(9));
                    break;
                case "resume":
                    machine.Resume(new Instant(9));
                    break;
                case "doubt":
                    machine.MarkInDoubt(new Instant(9));
                    break;
                default:
                    machine.Destroy(new Instant(9));
                    break;
            }
        }

        if (expected is null)
        {
            Assert.That(Act, Throws.InvalidOperationException);
            Assert.That(machine.State, Is.EqualTo(state));
        }
        else
        {
            Act();
            Assert.That(machine.State, Is.EqualTo(expected));
        }
    }

    [Test]
    public void Freeze_AndResume_TellTheDevicesAndStopTheClock()
    {
        FakeDevices devices = new();
        Machine machine = new("web", default, new GuestMemory(1), devices);
        machine.Resume(new Instant(0));
        machine.Freeze(new Instant(10));
        Duration frozen = machine.Clock.At(new Instant(50));
        machine.Resume(new Instant(60));
        machine.Destroy(new Instant(70));

        Assert.Multiple(() =>
        {
            Assert.That(frozen, Is.EqualTo(new Duration(10)));
            Assert.That(devices.Events, Is.EqualTo(new[] { "resumed", "frozen", "resumed", "destroyed" }));
            Assert.That(machine.FrozenAt, Is.EqualTo(new Instant(10)));
            Assert.That(machine.ResumedAt, Is.EqualTo(new Instant(60)));
        });
    }

    private static Machine In(MachineState state)
    {
        Machine machine = new("web", default, new GuestMemory(1), new FakeDevices());
        if (state is MachineState.Running or MachineState.Frozen or MachineState.InDoubt)
        {
            machine.Resume(Instant.Zero);
        }

        if (state is MachineState.Frozen or MachineState.InDoubt)
        {
            machine.Freeze(Instant.Zero);
        }

        if (state == MachineState.InDoubt)
        {
            machine.MarkInDoubt(Instant.Zero);
        }

        if (state == MachineState.Destroyed)
        {
            machine.Destroy(Instant.Zero);
        }

        return machine;
    }
}
