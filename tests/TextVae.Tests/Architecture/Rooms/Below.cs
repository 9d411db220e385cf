namespace TextVae.Tests.Architecture.Rooms.Below;

/// <summary>What the types of the room above use, each in one way.</summary>
internal class Thing : Exception
{
    public int Number { get; set; }

    public static void Touch()
    {
    }
}

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property)]
internal sealed class MarkAttribute : Attribute;
