using TextVae.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace TextVae.Tests.Runs;

public sealed class SafetensorsTensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("textvae-tests-").FullName;
    private readonly DisposeScope _scope = NewDisposeScope();

    private string FilePath => Path.Combine(_folder, "weights.safetensors");

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(ScalarType.Bool)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Values_of_every_type_come_back(ScalarType type)
    {
        var saved = TensorNumbers.Range(24, CPU).to(ScalarType.Float32).Minus(3L).reshape(2, 3, 4).abs().to_type(type);
        var loaded = zeros(2, 3, 4, dtype: type);

        SafetensorsTensors.Save(FilePath, [("x", saved)]);
        SafetensorsTensors.Load(FilePath, [("x", loaded)]);

        Assert.True(saved.eq(loaded).all().item<bool>());
    }

    [Fact]
    public void Views_scalars_and_empty_tensors_come_back_and_parameters_stay_parameters()
    {
        var transposed = TensorNumbers.Range(6, CPU).to(ScalarType.Float32).reshape(2, 3).t();
        var parameter = nn.Parameter(zeros(2, 3));
        var scalar = zeros(Array.Empty<long>());
        var empty = zeros(0, 5);
        var view = parameter.t();

        SafetensorsTensors.Save(FilePath, [("t", transposed), ("s", tensor(2.5f)), ("e", zeros(0, 5))]);
        SafetensorsTensors.Load(FilePath, [("t", view), ("s", scalar), ("e", empty)]);

        Assert.True(parameter.requires_grad);
        Assert.True(parameter.is_leaf);
        Assert.Equal([0f, 1, 2, 3, 4, 5], parameter.detach().data<float>().ToArray());
        Assert.Equal(2.5f, scalar.item<float>());
    }

    [Fact]
    public void Bytes_are_those_of_the_values_in_little_endian_row_major_order()
    {
        SafetensorsTensors.Save(FilePath, [("x", tensor(new float[,] { { 1, -2 } }))]);

        Assert.Equal([0, 0, 128, 63, 0, 0, 0, 192], File.ReadAllBytes(FilePath)[^8..]);
    }

    [Fact]
    public void Every_difference_is_listed_and_nothing_is_loaded()
    {
        SafetensorsTensors.Save(FilePath, [("good", ones(2)), ("shape", ones(2, 3)), ("type", ones(2)), ("extra", ones(1))]);
        var good = zeros(2);

        var error = Assert.Throws<DataException>(() => SafetensorsTensors.Load(
            FilePath,
            [
                ("good", good), ("shape", zeros(3, 2)), ("type", zeros(2, dtype: ScalarType.Float64)),
                ("absent", zeros(1)), ("gone", zeros(1)),
            ]));

        Assert.Equal(
            $"The safetensors file '{FilePath}' does not fit the model: shape is F32 [2, 3] instead of F32 [3, 2]; type "
            + "is F32 [2] instead of F64 [2]; missing absent, gone; unexpected extra. Use the file with the configuration "
            + "that it was saved with.",
            error.Message);
        Assert.Equal([0f, 0f], good.data<float>().ToArray());
    }

    [Fact]
    public void A_type_that_the_format_lacks_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(
            () => SafetensorsTensors.Save(FilePath, [("x", zeros(1, dtype: ScalarType.ComplexFloat32))]));

        Assert.Equal("A safetensors file cannot hold a tensor of type ComplexFloat32. (Parameter 'tensor')", error.Message);
    }

    [Fact]
    public void Saving_and_loading_leave_no_tensor_behind()
    {
        var values = ones(8, 8);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        SafetensorsTensors.Save(FilePath, [("x", values)]);
        SafetensorsTensors.Load(FilePath, [("x", values)]);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
