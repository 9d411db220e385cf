using System.Buffers.Binary;
using CsCheck;
using TextVae.Native;

namespace TextVae.Tests.Native;

public sealed class ElfVersionNeedsTests
{
    private const string Version = "GLIBCXX_3.4.32";

    [Fact]
    public void The_weak_flag_of_the_named_version_is_set_and_nothing_else_changes()
    {
        var expected = ElfImage.Make();
        BinaryPrimitives.WriteUInt16LittleEndian(expected.AsSpan(ElfImage.FlagsAt), 2);
        var image = ElfImage.Make();

        Assert.True(ElfVersionNeeds.Weaken(image, Version));

        Assert.Equal(expected, image);
    }

    [Fact]
    public void Flags_that_were_set_stay_set()
    {
        var image = ElfImage.Make();
        image[ElfImage.FlagsAt] = 1;

        ElfVersionNeeds.Weaken(image, Version);

        Assert.Equal(3, image[ElfImage.FlagsAt]);
    }

    [Theory]
    [InlineData("GLIBCXX_3.4.3")]
    [InlineData("GLIBCXX_3.4.33")]
    [InlineData("libstdc++.so.6")]
    [InlineData("")]
    public void An_image_that_does_not_need_the_version_stays_as_it_is(string version)
    {
        var image = ElfImage.Make();

        Assert.False(ElfVersionNeeds.Weaken(image, version));

        Assert.Equal(ElfImage.Make(), image);
    }

    [Fact]
    public void A_truncated_image_is_refused_wherever_it_ends()
    {
        var image = ElfImage.Make();

        for (var length = 0; length < image.Length; length++)
        {
            var part = image[..length];
            Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.Weaken(part, Version));
            Assert.Equal(image[..length], part);
        }
    }

    [Fact]
    public void A_damaged_image_is_patched_or_refused_but_nothing_else_happens() =>
        Gen.Select(Gen.Int[0, ElfImage.Make().Length - 1], Gen.Byte).Array[1, 8].All(
            damages =>
            {
                var image = ElfImage.Make();
                foreach (var (at, value) in damages)
                    image[at] = value;
                var before = (byte[])image.Clone();
                try
                {
                    var found = ElfVersionNeeds.Weaken(image, Version);
                    var changed = image.Zip(before).Count(pair => pair.First != pair.Second);
                    return found ? changed <= 1 : changed == 0;
                }
                catch (InvalidDataException)
                {
                    return image.AsSpan().SequenceEqual(before);
                }
            },
            samples: 2000);

    [Fact]
    public void What_is_wrong_with_an_image_is_said()
    {
        Assert.Equal("it is not a 64-bit little-endian ELF file", Refusal("MZ, not ELF"u8.ToArray()));
        Assert.Equal("its section headers are 40 bytes long instead of 64", Refusal(With(0x3a, 40)));
        Assert.Equal("its version section names section 9 of 3", Refusal(With(ElfImage.HeadersAt + 128 + 0x28, 9)));
        Assert.Equal(
            "a version's name lies outside its string table", Refusal(With(ElfImage.FlagsAt + 4, 255)));
        Assert.Equal(
            "16 bytes at offset 232 lie outside it: it is truncated or damaged", Refusal(With(ElfImage.NeedsAt + 8, 232)));
    }

    private static byte[] With(int at, byte value)
    {
        var image = ElfImage.Make();
        image[at] = value;
        return image;
    }

    private static string Refusal(byte[] image) =>
        Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.Weaken(image, Version)).Message;
}
